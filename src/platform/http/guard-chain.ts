import type { CanActivate, ExecutionContext } from '@nestjs/common';

/** Guards as one, in their order: Nest takes several turns of the event loop for each guard of its own. */
export class GuardChain implements CanActivate {
  constructor(private readonly guards: readonly CanActivate[]) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    for (const guard of this.guards) {
      const answer = guard.canActivate(context);
      if (answer === true) continue;
      if ((await answer) !== true) return false;
    }
    return true;
  }
}
