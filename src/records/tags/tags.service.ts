import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FULL_ACCESS } from '../../platform/access/access.js';
import { SYSTEM_ACTOR } from '../../platform/context/actor.js';
import { currentContext, runInContext } from '../../platform/context/request-context.js';
import { readFlag } from '../../platform/http/read-flag.js';
import type { ErasureDto } from '../../platform/privacy/dto/erasure.dto.js';
import type { ListQuery } from '../../platform/resource/lists/list-query.js';
import { RecordErasure } from '../../platform/resource/erasing/record-erasure.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { WriteOptions } from '../../platform/resource/writes/write-options.js';
import type { Tag } from './tag.entity.js';
import { tagResource } from './tag.policy.js';
import { TagReplacements } from './tag-replacements.js';

/** The declared tags. Records may have others: to declare one gives it a colour, a description, and one place to rename it. */
@Injectable()
export class TagsService extends ResourceService<Tag> implements OnModuleInit {
  constructor(
    foundation: RecordFoundation,
    private readonly replacements: TagReplacements,
  ) {
    super(tagResource, foundation);
  }

  override onModuleInit(): void {
    super.onModuleInit();
    this.replacements.onFinished((id) => this.settle(id));
  }

  /** @param query `removeFromRecords=true`: the records that have it lose it too, step by step; `permanent=true` erases it */
  async delete(id: string, query: ListQuery, options: WriteOptions): Promise<ErasureDto | undefined> {
    if (!readFlag(query, 'removeFromRecords')) return this.removeOrErase(id, query, options);
    await this.foundation.journal.prepare();
    return this.write(async () => {
      const { name } = RecordErasure.isWanted(query)
        ? await this.erasure.require(id)
        : await this.find(id, 'delete', { lock: true });
      const receipt = await this.removeOrErase(id, query, options);
      await this.replacements.add([{ tagId: id, oldName: name, newName: null }]);
      return receipt;
    });
  }

  protected override examine(writes: readonly RecordWrite<Tag>[]): void {
    for (const write of writes) if (isRename(write)) write.after.renaming = true;
  }

  protected override follow(writes: readonly RecordWrite<Tag>[]): Promise<void> {
    return this.replacements.add(
      writes.flatMap((write) => {
        const { before, after } = write;
        if (before === undefined || !isRename(write)) return [];
        return [{ tagId: after.id, oldName: before.name, newName: after.name }];
      }),
    );
  }

  /** The product itself says so: whoever asked for the new name may be gone. */
  private settle(id: string): Promise<void> {
    return runInContext({ ...currentContext(), actor: SYSTEM_ACTOR, access: FULL_ACCESS }, async () => {
      const [tag] = await this.foundation.database.query<Tag>(this.table.find(id, { lock: true }));
      if (tag?.renaming !== true) return;
      await this.save('updated', tag, { renaming: false }, { renaming: { old: true, new: false } });
    });
  }
}

function isRename({ verb, before, after }: RecordWrite<Tag>): boolean {
  return verb === 'updated' && before !== undefined && before.name !== after.name;
}
