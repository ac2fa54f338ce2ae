/** The address to be dialled is forbidden. Says nothing about it, because the customer may read what became of it. */
export class TargetBlockedError extends Error {
  override readonly name = 'TargetBlockedError';

  constructor() {
    super('The target may not be dialled');
  }
}
