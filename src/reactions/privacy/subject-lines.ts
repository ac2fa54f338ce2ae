import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { currentTenant } from '../../platform/context/request-context.js';
import { type DisclosedFile, idsOf } from '../../platform/privacy/personal-data-store.js';
import { PersonalDataStores } from '../../platform/privacy/personal-data-stores.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

const PAGE = 100;
/** Bytes of a file on one line, a multiple of three: the texts of its lines together are its base64. */
const CHUNK = 384 * 1024;

type Line = Readonly<Record<string, unknown>>;

/** One part of what is held on a person: its lines come in the same order whenever it is read. */
export interface SubjectPart {
  readonly name: string;
  lines(records: readonly RecordLink[]): AsyncIterable<Line>;
}

/** Everything that is held on a person, a part at a time: the records, what each store holds besides, the files. */
@Injectable()
export class SubjectLines {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly stores: PersonalDataStores,
    private readonly clock: Clock,
  ) {}

  /** Which parts there are, in their order. */
  parts(): readonly SubjectPart[] {
    const stores = this.stores.list();
    const held = stores.flatMap((store): SubjectPart[] =>
      store.disclose === undefined
        ? []
        : [{ name: store.name, lines: (records) => entries(store.name, store.disclose?.(records) ?? []) }],
    );
    const files = stores.flatMap((store): SubjectPart[] =>
      store.files === undefined
        ? []
        : [{ name: 'files', lines: (records) => chunks(store.files?.(records) ?? []) }],
    );
    return [
      { name: 'subject', lines: (records) => this.head(records) },
      { name: 'records', lines: (records) => this.records(records) },
      ...held,
      ...files,
    ];
  }

  private async *head(records: readonly RecordLink[]): AsyncGenerator<Line, void> {
    const at = this.clock.now().toISOString();
    yield await Promise.resolve({ part: 'subject', tenantId: currentTenant().id, at, records });
  }

  private async *records(records: readonly RecordLink[]): AsyncGenerator<Line, void> {
    for (const { descriptor, service } of this.registry.list()) {
      const ids = idsOf(records, descriptor.name).toSorted();
      for (let at = 0; at < ids.length; at += PAGE) {
        for (const record of await service.erasure.shown(ids.slice(at, at + PAGE)))
          yield { part: 'records', resource: descriptor.name, record };
      }
    }
  }
}

async function* entries(
  part: string,
  held: AsyncIterable<Line> | Iterable<Line>,
): AsyncGenerator<Line, void> {
  for await (const entry of held) yield { part, entry };
}

async function* chunks(
  files: AsyncIterable<DisclosedFile> | Iterable<DisclosedFile>,
): AsyncGenerator<Line, void> {
  for await (const file of files) {
    const { name } = file;
    let number = 0;
    let rest = Buffer.alloc(0);
    const line = (bytes: Buffer): Line => ({
      part: 'files',
      name,
      chunk: number,
      base64: bytes.toString('base64'),
    });
    for await (const bytes of await file.open()) {
      rest = Buffer.concat([rest, bytes]);
      for (; rest.length >= CHUNK; rest = rest.subarray(CHUNK), number += 1)
        yield line(rest.subarray(0, CHUNK));
    }
    yield line(rest);
  }
}
