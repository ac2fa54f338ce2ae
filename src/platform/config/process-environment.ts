import { existsSync } from 'node:fs';
import type { Environment } from './environment-reader.js';

/** The process's environment over the settings in `.env`, when there is such a file in the working folder. */
export function processEnvironment(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return { ...process.env };
}
