import { FieldValues } from '../../src/foundation/custom-fields/field-values.js';
import { PasswordResetLinks } from '../../src/foundation/identity/auth/password-reset-links.js';
import { RegistrationService } from '../../src/foundation/identity/auth/registration.service.js';
import { SessionsService } from '../../src/foundation/identity/auth/sessions.service.js';
import { UsersService } from '../../src/foundation/identity/users/index.js';
import { TenantProvisioning, TenantsService } from '../../src/foundation/tenancy/tenants/index.js';
import { JournalPersonalData } from '../../src/platform/journal/journal-personal-data.js';
import { SmtpTransport } from '../../src/platform/mail/smtp-transport.js';
import { JournalCut } from '../../src/platform/resource/past/journal-cut.js';
import { RecordErasure } from '../../src/platform/resource/erasing/record-erasure.js';
import { DiskStorage } from '../../src/platform/storage/disk-storage.js';
import { Timers } from '../../src/platform/timers/timers.js';
import { EventReminders } from '../../src/records/activities/calendar/event-reminders.js';
import { ErasedRows } from '../../src/reactions/privacy/erased-rows.js';
import { ErasureStore } from '../../src/reactions/privacy/erasure-store.js';
import { Escalations } from '../../src/reactions/service-levels/targets/escalations.js';
import { ServiceLevelReader } from '../../src/reactions/service-levels/targets/service-level-reader.js';
import { TargetEngine } from '../../src/reactions/service-levels/targets/target-engine.js';
import { TargetTimers } from '../../src/reactions/service-levels/targets/target-timers.js';
import { AttachmentPersonalData } from '../../src/records/attachments/attachment-personal-data.js';
import { AttachmentsService } from '../../src/records/attachments/attachments.service.js';

/** Steps of a registration, a new organization, a mail, an erasure, a retention, a file, a reminder and a service level, by class and method. */
const STEPS: Readonly<Record<string, { readonly prototype: unknown }>> = {
  'TenantsService.begin': TenantsService,
  'TenantsService.createDatabase': TenantsService,
  'UsersService.project': UsersService,
  'TenantsService.activate': TenantsService,
  'UsersService.insert': UsersService,
  'UsersService.projectFounder': UsersService,
  'UsersService.join': UsersService,
  'SessionsService.open': SessionsService,
  'TenantProvisioning.complete': TenantProvisioning,
  'RegistrationService.register': RegistrationService,
  'PasswordResetLinks.send': PasswordResetLinks,
  'SmtpTransport.send': SmtpTransport,
  'FieldValues.removeFromRecords': FieldValues,
  'JournalCut.cut': JournalCut,
  'DiskStorage.write': DiskStorage,
  'DiskStorage.remove': DiskStorage,
  'AttachmentsService.attach': AttachmentsService,
  'EventReminders.armNext': EventReminders,
  'Timers.runDue': Timers,
  'ServiceLevelReader.consume': ServiceLevelReader,
  'TargetEngine.arm': TargetEngine,
  'TargetTimers.ring': TargetTimers,
  'Escalations.perform': Escalations,
  'AttachmentPersonalData.erase': AttachmentPersonalData,
  'JournalPersonalData.erase': JournalPersonalData,
  'RecordErasure.erase': RecordErasure,
  'ErasedRows.entomb': ErasedRows,
  'ErasedRows.remove': ErasedRows,
  'ErasureStore.count': ErasureStore,
};

/**
 * Loaded before the product: kills the process, as `kill -9` would, right after the step that `CRASH_AFTER` names; after the
 * second of its kind for `JournalCut.cut#2`.
 */
const [step = '', times = '1'] = (process.env['CRASH_AFTER'] ?? '').split('#');
let done = 0;
const prototype = STEPS[step]?.prototype as
  Record<string, (...values: unknown[]) => Promise<unknown>> | undefined;
const method = step.slice(step.indexOf('.') + 1);
const original = prototype?.[method];
if (prototype === undefined || original === undefined) throw new Error(`CRASH_AFTER names no step: ${step}`);
prototype[method] = async function (...values: unknown[]): Promise<unknown> {
  const result = await original.apply(this, values);
  done += 1;
  if (done < Number(times)) return result;
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
};
