import { Injectable } from '@nestjs/common';
import { NotFoundError, ValidationError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess } from '../../platform/context/request-context.js';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { StorageQuota } from '../../platform/quota/storage-quota.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import { canHold } from '../../platform/resource/relations/record-within.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import type { RegisteredResource } from '../../platform/resource/resource-registry.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import { cleanFileName } from '../../platform/storage/file-name.js';
import { ObjectStorage } from '../../platform/storage/object-storage.js';
import type { ReceivedFile } from '../../platform/storage/received-file.js';
import type { Attachment } from './attachment.entity.js';
import { attachmentResource } from './attachment.policy.js';
import type { UploadFormDto } from './dto/upload-form.dto.js';

/** Files on records of any type. Who reaches the record reaches its attachments, as far as they may read those. */
@Injectable()
export class AttachmentsService extends ResourceService<Attachment> {
  constructor(
    foundation: RecordFoundation,
    private readonly quota: StorageQuota,
    private readonly storage: ObjectStorage,
  ) {
    super(attachmentResource, foundation);
  }

  /**
   * @param path first part of the record's own path: `contacts`
   * @throws {NotFoundError} 404 when the caller cannot read such a record · {QuotaExceededError} 403
   */
  async attach(path: string, recordId: string, form: UploadFormDto, file: ReceivedFile): Promise<RecordView> {
    const { descriptor } = await this.holder(path, recordId);
    const { name = file.facts.name, description, externalId } = form;
    const { contentType, size, sha256 } = file.facts;
    await this.foundation.journal.prepare();
    return this.write(async () => {
      await file.keep();
      await this.quota.charge(size);
      return this.create({
        ...{ name, description: description ?? null, externalId: externalId ?? null },
        ...{ resource: descriptor.name, recordId, contentType, size, sha256, storageKey: file.key },
      });
    });
  }

  /** Those of one record, with all that lists can do. @throws what `attach` throws of the record */
  async listOf(path: string, recordId: string, query: ListQuery): Promise<Page<RecordView>> {
    const { descriptor } = await this.holder(path, recordId);
    for (const name of ['resource', 'recordId'])
      if (query[name] !== undefined) throw badFilter(name, 'is what the path says');
    return this.list({ ...query, resource: descriptor.name, recordId });
  }

  /** The bytes. @throws {NotFoundError} 404 */
  async content(id: string): Promise<FileAnswer> {
    const { name: stored, contentType, size, sha256, storageKey } = await this.find(id, 'read');
    const name = currentAccess().hiddenFields(this.descriptor.plural).has('name') ? 'file' : stored;
    return { name, contentType, size, tag: sha256, open: (range) => this.storage.read(storageKey, range) };
  }

  /** The record that attachments hang on. @throws {NotFoundError} 404 when there is none for the caller */
  async holder(path: string, recordId: string): Promise<RegisteredResource> {
    const holder = this.foundation.registry.findByPath(path);
    if (holder === undefined || !canHold(holder)) throw new NotFoundError('Record');
    const readable = await holder.service.findReadable([recordId]);
    if (!readable.has(recordId)) throw new NotFoundError('Record');
    return holder;
  }

  /** What a file is, its sender does not say. */
  protected override complete(draft: Attachment, input: Partial<Attachment>): void {
    const { resource, recordId, contentType, size, sha256, storageKey } = input;
    Object.assign(draft, { resource, recordId, contentType, size, sha256, storageKey });
  }

  protected override check({ storageKey }: Attachment): void {
    if (typeof storageKey !== 'string')
      throw new ValidationError([{ field: 'file', message: 'is sent to the record that it is to hang on' }]);
  }

  protected override async examine(writes: readonly RecordWrite<Attachment>[]): Promise<void> {
    for (const write of writes) {
      write.after.name = cleanFileName(write.after.name);
      // While its bytes came the record may have gone.
      if (write.verb === 'created') await this.refuseWithoutHolder(write);
    }
  }

  private async refuseWithoutHolder(write: RecordWrite<Attachment>): Promise<void> {
    const { resource, recordId } = write.after;
    const readable = await this.foundation.registry.find(resource)?.service.findReadable([recordId], true);
    if (readable?.has(recordId) !== true) write.refuse(new NotFoundError('Record'));
  }
}
