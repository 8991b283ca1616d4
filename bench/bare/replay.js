// Sends recorded requests to the servers that were recorded, and does nothing else: the time that a command must wait for
// them. Usage: node replay.js FILE, of JSON: { atATime, clusters: [{ url, rounds: [[{ method, path, body }]] }] }. The requests
// of a round are sent together, the rounds of a cluster one after the other.

const { readFileSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');

// As many connections to a cluster as the command opens.
const AGENT = { keepAlive: true, maxSockets: 4, rejectUnauthorized: false };

const { atATime, clusters } = JSON.parse(readFileSync(process.argv[2], 'utf8'));

function send(agent, url, { method, path, body }) {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json', ...(body && { 'content-type': body.type }) };
    const { request } = url.startsWith('https:') ? https : http;
    const sent = request(url + path, { method, agent, headers }, (response) => {
      response.on('error', reject).on('end', resolve).resume();
    });
    sent.on('error', reject).end(body?.text);
  });
}

async function replay({ url, rounds }) {
  const agent = new (url.startsWith('https:') ? https : http).Agent(AGENT);
  for (const round of rounds) await Promise.all(round.map((one) => send(agent, url, one)));
  agent.destroy();
}

async function worker(rest) {
  for (const cluster of rest) await replay(cluster);
}

const rest = clusters[Symbol.iterator]();
Promise.all(Array.from({ length: atATime }, () => worker(rest)));
