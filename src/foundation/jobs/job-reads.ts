import { Injectable } from '@nestjs/common';
import { NotFoundError, PermissionDeniedError } from '../../kernel/errors.js';
import type { Page } from '../../kernel/page.js';
import { currentAccess, currentActor } from '../../platform/context/request-context.js';
import { RECORD_TYPES } from '../../platform/database/record-types.js';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { badFilter } from '../../platform/resource/lists/list-filters.js';
import { type ListQuery, readListQuery } from '../../platform/resource/lists/list-query.js';
import type { FilterSyntax } from '../../platform/resource/lists/list-syntax.js';
import { PlainLists } from '../../platform/resource/lists/plain-lists.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { JobDto } from './dto/job.dto.js';
import { JobKinds } from './job-kinds.js';
import { JOB_POLICY, JOB_TABLE } from './job-list.policy.js';
import type { JobRow } from './job-row.js';
import { JOB_COLUMNS, jobView } from './job-view.js';

const FIND = `SELECT ${JOB_COLUMNS} FROM jobs WHERE id = $1`;

/** Jobs as the caller may see them: their own; those of all with `jobs:read`. An API key has those that it asked for. */
@Injectable()
export class JobReads {
  private readonly lists: PlainLists;

  constructor(
    private readonly database: TenantDatabase,
    private readonly kinds: JobKinds,
    foundation: RecordFoundation,
  ) {
    this.lists = new PlainLists({ table: JOB_TABLE, policy: JOB_POLICY }, foundation);
  }

  /** @throws {BadRequestError} 400 for what the list does not have */
  async list(query: ListQuery): Promise<Page<JobDto>> {
    const syntax = readListQuery(query);
    if (syntax.fields !== undefined) throw badFilter('fields', 'is not a parameter of this list');
    const of = [ownFilter(), syntax.filter].flatMap((filter) => filter ?? []);
    const filter: FilterSyntax | undefined = of.length === 0 ? undefined : { kind: 'all', of };
    const page = await this.lists.list({ ...syntax, filter });
    return { ...page, items: page.items.map((row) => this.view(row as JobRow)) };
  }

  async get(id: string): Promise<JobDto> {
    return this.view(await this.require(id));
  }

  /** Whoever asks. */
  async find(id: string): Promise<JobRow | undefined> {
    const statement = { name: 'jobs-find', text: FIND, values: [id], types: RECORD_TYPES };
    const [row] = await this.database.query<JobRow>(statement);
    return row;
  }

  /** @throws {NotFoundError} 404 also for a job that is not the caller's to see */
  async require(id: string): Promise<JobRow> {
    const row = await this.find(id);
    if (row === undefined || !(isOwn(row) || maySeeAll())) throw new NotFoundError('Job');
    return row;
  }

  /** @throws {NotFoundError} 404 · {PermissionDeniedError} 403 for another's without `jobs:update` */
  async requireChangeable(id: string): Promise<JobRow> {
    const row = await this.require(id);
    if (!isOwn(row) && currentAccess().reach('jobs:update') === undefined) {
      throw PermissionDeniedError.lacking('jobs:update');
    }
    return row;
  }

  /** @throws {NotFoundError} 404 for everybody but who asked for the job */
  async requireOwn(id: string): Promise<JobRow> {
    const row = await this.require(id);
    if (!isOwn(row)) throw new NotFoundError('File of the job');
    return row;
  }

  view(row: JobRow): JobDto {
    return jobView(row, this.kinds.find(row.kind)?.revert !== undefined);
  }
}

function maySeeAll(): boolean {
  return currentAccess().reach('jobs:read') !== undefined;
}

function isOwn({ requestedById, apiKeyId }: JobRow): boolean {
  const actor = currentActor();
  return actor.kind === 'api-key' ? apiKeyId === actor.apiKeyId : requestedById === actor.id;
}

function ownFilter(): FilterSyntax | undefined {
  if (maySeeAll()) return undefined;
  const { kind, id, apiKeyId } = currentActor();
  const own =
    kind === 'api-key' ? { name: 'apiKeyId', value: apiKeyId } : { name: 'requestedById', value: id };
  return { kind: 'condition', operator: undefined, ...own };
}
