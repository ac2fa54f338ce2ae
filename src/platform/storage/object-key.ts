import { isId } from '../../kernel/identifiers.js';

const PURPOSE = /^[a-z]{1,40}$/;

/**
 * `<tenant id>/<purpose>/<id>`. Every part is the product's own: nothing that a caller sends becomes part of a path.
 *
 * @param purpose lower-case letters: `attachments`
 */
export function objectKey(tenantId: string, purpose: string, id: string): string {
  if (!isId(tenantId) || !isId(id) || !PURPOSE.test(purpose))
    throw new Error('This cannot be the key of an object');
  return `${tenantId.toLowerCase()}/${purpose}/${id.toLowerCase()}`;
}

/** A key that was made elsewhere than by `objectKey` must not reach a store. */
export function assertObjectKey(key: string): void {
  const [tenantId = '', purpose = '', id = '', ...rest] = key.split('/');
  if (rest.length > 0 || objectKey(tenantId, purpose, id) !== key)
    throw new Error('This is no key of an object');
}
