import { PermissionDeniedError } from '../../kernel/errors.js';
import { currentAccess } from '../../platform/context/request-context.js';
import type { Contact } from './contact.entity.js';

type ContactField = keyof Contact;

/** What stands beside a contact is as visible as the fields that sum it up. @throws {PermissionDeniedError} */
export function requireVisible(...fields: readonly ContactField[]): void {
  const hidden = currentAccess().hiddenFields('contacts');
  if (fields.some((field) => hidden.has(field))) throw new PermissionDeniedError();
}

/** @throws {PermissionDeniedError} */
export function requireWritable(...fields: readonly ContactField[]): void {
  const readOnly = currentAccess().readOnlyFields('contacts');
  if (fields.some((field) => readOnly.has(field))) throw new PermissionDeniedError();
}
