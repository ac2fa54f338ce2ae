import { DomainError, VersionMismatchError } from '../../../kernel/errors.js';
import { HEADER_MASK } from './custom-headers.js';

/** A 412 shows what the caller sent, but for the values of headers: no answer has those. */
export async function withMaskedHeaders<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DomainError && error.code === 'VERSION_MISMATCH' ? masked(error) : error;
  }
}

function masked({ details }: DomainError): VersionMismatchError {
  return new VersionMismatchError(
    details.map((detail) => {
      const { field, mine } = detail;
      if (field !== 'headers' || typeof mine !== 'object' || mine === null) return detail;
      return { ...detail, mine: Object.fromEntries(Object.keys(mine).map((name) => [name, HEADER_MASK])) };
    }),
  );
}
