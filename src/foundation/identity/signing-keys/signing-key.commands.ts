import type { Command } from '../../../platform/cli/command-line.js';
import type { ListedSigningKey, SigningKeyRotation } from './signing-key-rotation.js';

export type SigningKeyCommand = Extract<Command, { name: `keys ${string}` }>;

/** Does what the operator asked for. @returns the lines to print */
export async function runSigningKeyCommand(
  rotation: SigningKeyRotation,
  command: SigningKeyCommand,
): Promise<readonly string[]> {
  switch (command.name) {
    case 'keys list':
      return (await rotation.list()).map(lineOf);
    case 'keys rotate':
      return present(await rotation.rotate({ algorithm: command.algorithm }));
    case 'keys revoke':
      return present(await rotation.revoke(command.kid));
  }
}

function lineOf({ kid, algorithm, state, activatesAt, verifiesUntil }: ListedSigningKey): string {
  return [kid, algorithm, state, activatesAt.toISOString(), verifiesUntil?.toISOString() ?? '-'].join('\t');
}

function present(kid: string | undefined): string[] {
  return kid === undefined ? [] : [kid];
}
