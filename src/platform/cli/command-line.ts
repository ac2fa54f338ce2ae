import { parseArgs, type ParseArgsConfig } from 'node:util';
import { TOKEN_ALGORITHMS, type TokenAlgorithm } from '../config/security.config.js';
import { UsageError } from './usage-error.js';

/** What the operator asked for, checked as far as it can be without the database. */
export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'migrate' }
  | {
      readonly name: 'tenant create';
      readonly tenantName: string;
      readonly email: string;
      /** Absent: it comes through standard input. */
      readonly password: string | undefined;
    }
  | { readonly name: 'tenant list' }
  | { readonly name: 'tenant drop'; readonly tenantId: string }
  | { readonly name: 'seed'; readonly tenantId: string }
  | { readonly name: 'keys list' }
  | { readonly name: 'keys rotate'; readonly algorithm: TokenAlgorithm | undefined }
  | { readonly name: 'keys revoke'; readonly kid: string }
  | { readonly name: 'openapi'; readonly file: string | undefined };

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean' } as const;

/** @throws {UsageError} */
export function parseCommandLine(words: readonly string[]): Command {
  if (words.some((word) => word === '--help' || word === '-h') || words[0] === 'help')
    return { name: 'help' };
  const [command, ...rest] = words;
  switch (command) {
    case undefined:
      throw new UsageError('Which command?');
    case 'migrate':
      read(rest, {}, []);
      return { name: 'migrate' };
    case 'tenant':
      return parseTenantCommand(rest);
    case 'seed': {
      const [tenantId = ''] = read(rest, {}, ['tenant id']).positionals;
      return { name: 'seed', tenantId };
    }
    case 'keys':
      return parseKeysCommand(rest);
    case 'openapi':
      return { name: 'openapi', file: textOf(read(rest, { out: TEXT }, []).values, 'out') };
    default:
      throw new UsageError(`There is no command ${command}`);
  }
}

function parseTenantCommand([action, ...rest]: readonly string[]): Command {
  switch (action) {
    case 'create': {
      const { values } = read(rest, { name: TEXT, email: TEXT, password: TEXT }, []);
      return {
        name: 'tenant create',
        tenantName: required(values, 'name'),
        email: required(values, 'email'),
        password: textOf(values, 'password'),
      };
    }
    case 'list':
      read(rest, {}, []);
      return { name: 'tenant list' };
    case 'drop': {
      const { values, positionals } = read(rest, { yes: FLAG }, ['tenant id']);
      if (values['yes'] !== true)
        throw new UsageError('This removes all data of the tenant: confirm with --yes');
      return { name: 'tenant drop', tenantId: positionals[0] ?? '' };
    }
    default:
      throw new UsageError('tenant takes create, list or drop');
  }
}

function parseKeysCommand([action, ...rest]: readonly string[]): Command {
  switch (action) {
    case 'list':
      read(rest, {}, []);
      return { name: 'keys list' };
    case 'rotate':
      return {
        name: 'keys rotate',
        algorithm: algorithmOf(textOf(read(rest, { algorithm: TEXT }, []).values, 'algorithm')),
      };
    case 'revoke': {
      const [kid = ''] = read(rest, {}, ['key id']).positionals;
      return { name: 'keys revoke', kid };
    }
    default:
      throw new UsageError('keys takes list, rotate or revoke');
  }
}

function algorithmOf(text: string | undefined): TokenAlgorithm | undefined {
  const algorithm = TOKEN_ALGORITHMS.find((name) => name === text);
  if (text !== undefined && algorithm === undefined) {
    throw new UsageError(`--algorithm takes ${TOKEN_ALGORITHMS.join(' or ')}`);
  }
  return algorithm;
}

type Values = Readonly<Record<string, unknown>>;

function read(
  words: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  expected: readonly string[],
): { values: Values; positionals: string[] } {
  const parsed = tryParse(words, options);
  const missing = expected[parsed.positionals.length];
  if (missing !== undefined) throw new UsageError(`The ${missing} is missing`);
  const surplus = parsed.positionals[expected.length];
  if (surplus !== undefined) throw new UsageError(`${surplus} is too much`);
  return parsed;
}

function tryParse(words: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    // parseArgs explains itself at length after the first sentence.
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function textOf(values: Values, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function required(values: Values, option: string): string {
  const value = textOf(values, option);
  if (value === undefined) throw new UsageError(`--${option} is missing`);
  return value;
}
