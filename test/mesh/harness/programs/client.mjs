/**
 * Sends requests one after the other, and writes an answer as a line of JSON for each: status, body, and what failed.
 *
 * Usage: client.mjs URL COUNT [PAUSE], with http:// or tcp://, and the milliseconds between two requests
 */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [url, count, pause = '0'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const TIMEOUT = 8000;

function sendHttp() {
  return new Promise((resolve) => {
    const sent = request(url, { agent, timeout: TIMEOUT }, (response) => {
      let body = '';
      response.on('data', (data) => {
        body += data;
      });
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', (error) => resolve({ status: 0, body: error.message }));
    sent.end();
  });
}

function sendTcp() {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let body = '';
    const socket = connect({ host: hostname, port: Number(port), timeout: TIMEOUT });
    socket.on('data', (data) => {
      body += data;
    });
    socket.on('timeout', () => socket.destroy(new Error('no answer in time')));
    socket.on('error', (error) => resolve({ status: 0, body: error.message }));
    socket.on('close', () => resolve({ status: body === '' ? 0 : 200, body: body.trim() }));
  });
}

for (let n = 0; n < Number(count); n += 1) {
  if (n > 0 && Number(pause) > 0) await sleep(Number(pause));
  console.log(JSON.stringify(await (url.startsWith('tcp:') ? sendTcp() : sendHttp())));
}
agent.destroy();
