import { sha256Hex } from '../../platform/crypto/index.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';

/** SHA-256 over what a completed receipt says: its members as JSON, `counts` in the order of their names, without the digest. */
export function digestOf(receipt: ErasureDto): string {
  const { id, scope, resource, recordId, reason, requestedById, apiKeyId, requestedAt, completedAt } =
    receipt;
  const counts = Object.fromEntries(
    Object.entries(receipt.counts).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
  const facts = {
    id,
    scope,
    resource,
    recordId,
    reason,
    requestedById,
    apiKeyId,
    requestedAt,
    completedAt,
    counts,
  };
  return sha256Hex(JSON.stringify(facts));
}
