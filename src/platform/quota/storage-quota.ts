/** Port: counts the bytes that the current tenant stores. Implemented by `foundation/usage`. */
export abstract class StorageQuota {
  /**
   * Counts bytes that are stored from now on, in the open transaction: what is rolled back is not counted.
   *
   * @throws {QuotaExceededError} 403 when the plan holds no more
   */
  abstract charge(bytes: number): Promise<void>;

  /** Counts bytes that are stored no more, in the open transaction. */
  abstract release(bytes: number): Promise<void>;
}
