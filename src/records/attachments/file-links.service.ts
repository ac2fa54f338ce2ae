import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DomainError, NotFoundError } from '../../kernel/errors.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { HttpConfig } from '../../platform/config/http.config.js';
import { SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { currentTenant, runInTenant } from '../../platform/context/request-context.js';
import { TenantDirectory } from '../../platform/context/tenant-directory.js';
import { LinkSigner } from '../../platform/crypto/index.js';
import { tenantBehindLink } from '../../platform/database/tenant-behind-link.js';
import type { FileAnswer } from '../../platform/http/file-answer.js';
import { AttachmentsService } from './attachments.service.js';
import type { CreateLinkDto } from './dto/create-link.dto.js';
import type { FileLinkDto } from './dto/file-link.dto.js';
import { packLink, unpackLink } from './file-link-token.js';

const PURPOSE = 'file';

/** Links that let anybody fetch one file until they expire. They go with the attachment and with its record. */
@Injectable()
export class FileLinksService {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly signer: LinkSigner,
    private readonly tenants: TenantDirectory,
    private readonly config: HttpConfig,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws {NotFoundError} 404 for an attachment that the caller does not reach */
  async create(attachmentId: string, { expiresIn }: CreateLinkDto): Promise<FileLinkDto> {
    const { id } = await this.attachments.get(attachmentId);
    const seconds = Math.floor(this.clock.milliseconds() / 1000) + expiresIn;
    const link = packLink({ tenantId: currentTenant().id, attachmentId: id, expiresAt: seconds });
    const expiresAt = new Date(seconds * 1000).toISOString();
    const subject = { resource: 'attachment', id };
    await this.audit.record({ action: 'attachment.linked', subject, details: { expiresAt } });
    return { url: `${this.config.apiUrl}/api/files/${this.signer.sign(link, PURPOSE)}`, expiresAt };
  }

  /**
   * The file that a link leads to.
   *
   * @throws {NotFoundError} 404 for an altered link, or when the file is gone · 410 `LINK_EXPIRED`
   */
  async open(token: string): Promise<FileAnswer> {
    const payload = this.signer.verify(token, PURPOSE);
    const link = payload && unpackLink(payload);
    if (link === undefined) throw new NotFoundError('File');
    if (link.expiresAt * 1000 <= this.clock.milliseconds())
      throw new DomainError(410, 'LINK_EXPIRED', 'The link has expired');
    const tenant = tenantBehindLink(await this.tenants.find(link.tenantId), 'File');
    const file = await runInTenant(tenant, () => this.attachments.content(link.attachmentId), SYSTEM_ACTOR);
    return { ...file, cacheControl: 'private, no-store' };
  }
}
