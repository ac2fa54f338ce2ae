import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '../../platform/database/tenant-database.js';
import { idsOf } from '../../platform/privacy/personal-data-store.js';
import type { RecordLink } from '../../platform/resource/relations/record-link.js';
import { ResourceRegistry } from '../../platform/resource/resource-registry.js';

/** Different states of one person's records that are read, at most. */
const MOST = 2_000;
const FORMER = `SELECT DISTINCT ARRAY(SELECT record ->> field FROM unnest($2::text[]) WITH ORDINALITY AS wanted (field, place)
    ORDER BY place) AS texts
  FROM (SELECT record FROM journal WHERE record_id = ANY ($1::uuid[])
    UNION ALL SELECT record FROM journal_baselines WHERE record_id = ANY ($1::uuid[])) AS former LIMIT ${MOST}`;

/** The texts that name a person wherever they stand: as the records have them, and as they once had. */
@Injectable()
export class PersonNames {
  constructor(
    private readonly registry: ResourceRegistry,
    private readonly database: TenantDatabase,
  ) {}

  async of(records: readonly RecordLink[]): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const { descriptor, service } of this.registry.list()) {
      const ids = idsOf(records, descriptor.name);
      const { subject } = descriptor;
      if (subject === undefined || ids.length === 0) continue;
      const { identifiers, name } = subject;
      const states: (string | null)[][] = await this.former(ids, [...identifiers, ...name]);
      for (const row of await service.erasure.shown(ids))
        states.push([...identifiers, ...name].map((field) => textOf(row[field])));
      for (const texts of states) {
        for (const text of texts.slice(0, identifiers.length)) if (text !== null) names.add(text);
        const parts = texts.slice(identifiers.length).filter((part) => part !== null && part !== '');
        if (parts.length === name.length) names.add(parts.join(' '));
      }
    }
    return [...names];
  }

  private async former(ids: readonly string[], fields: readonly string[]): Promise<(string | null)[][]> {
    const rows = await this.database.query<{ texts: (string | null)[] }>({
      text: FORMER,
      values: [ids, fields],
    });
    return rows.map(({ texts }) => texts);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
