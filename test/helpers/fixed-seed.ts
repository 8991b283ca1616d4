import fc from 'fast-check';

// A run draws what every run draws, so that a change is to blame for what it finds; FC_SEED draws something else.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_240_607) });
