import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from './command-line.js';
import { UsageError } from './usage-error.js';

const parse = (line: string) => parseCommandLine(line.split(' ').filter((word) => word !== ''));

describe('the command line', () => {
  it.each([
    ['migrate', { name: 'migrate' }],
    [
      'tenant create --name Acme --email a@b.example --password Secret-123',
      { name: 'tenant create', tenantName: 'Acme', email: 'a@b.example', password: 'Secret-123' },
    ],
    ['tenant create --email=a@b.example --name=Acme', { tenantName: 'Acme', password: undefined }],
    ['tenant list', { name: 'tenant list' }],
    ['tenant drop 0190 --yes', { name: 'tenant drop', tenantId: '0190' }],
    ['seed 0190', { name: 'seed', tenantId: '0190' }],
    ['openapi', { name: 'openapi', file: undefined }],
    ['openapi --out api.json', { name: 'openapi', file: 'api.json' }],
    ['tenant drop --help', { name: 'help' }],
    ['help', { name: 'help' }],
  ])('%s', (line, command) => {
    expect(parse(line)).toMatchObject(command);
  });

  it.each([
    ['', 'Which command?'],
    ['migrat', 'There is no command migrat'],
    ['migrate now', 'now is too much'],
    ['migrate --force', "Unknown option '--force'"],
    ['tenant', 'tenant takes create, list or drop'],
    ['tenant create --name Acme', '--email is missing'],
    ['tenant create --email a@b.example --name', "Option '--name <value>' argument missing"],
    ['tenant drop --yes', 'The tenant id is missing'],
    ['tenant drop 0190', 'This removes all data of the tenant: confirm with --yes'],
    ['seed', 'The tenant id is missing'],
  ])('refuses "%s"', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(message);
  });
});
