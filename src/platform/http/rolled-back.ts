/** Carries the answer out of a transaction that is to be rolled back. */
export class RolledBack extends Error {
  constructor(readonly answer: unknown) {
    super('A dry run is rolled back');
  }
}
