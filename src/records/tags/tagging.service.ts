import { Injectable } from '@nestjs/common';
import { PermissionDeniedError, ValidationError } from '../../kernel/errors.js';
import { currentScope } from '../../platform/access/record-scope.js';
import { currentAccess } from '../../platform/context/request-context.js';
import type { BulkAnswerDto } from '../../platform/resource/writes/bulk-answer.dto.js';
import type { ApplyTagsDto } from './dto/apply-tags.dto.js';
import { RecordTagging } from './record-tagging.js';
import { noTaggedResource, TooManyTagsError } from './tag.errors.js';
import { editTags } from './tag-edits.js';

const MOST_TAGS = 50;

/** Gives and takes tags of many records at once. */
@Injectable()
export class TaggingService {
  constructor(private readonly tagging: RecordTagging) {}

  /** @throws {ValidationError} 422 · {PermissionDeniedError} 403; what is wrong with one record is told in its result */
  async apply({ resource: plural, ids, add = [], remove = [] }: ApplyTagsDto): Promise<BulkAnswerDto> {
    refuseContradiction(add, remove);
    const resource = this.tagging.resources.find(({ descriptor }) => descriptor.plural === plural);
    if (resource === undefined) {
      throw noTaggedResource(
        this.tagging.resources.map(({ descriptor }) => descriptor.plural),
        'body',
      );
    }
    currentScope(`${plural}:update`);
    if (currentAccess().readOnlyFields(plural).has('tags'))
      throw new PermissionDeniedError('You may not write tags');
    const keys = ids.map((id) => id.toLowerCase());
    const answer = await this.tagging.retag(resource, [...new Set(keys)], (tags) => {
      const edited = editTags(tags, add, remove);
      if (edited.length > MOST_TAGS && edited.length > tags.length) throw new TooManyTagsError(MOST_TAGS);
      return edited;
    });
    const known = new Map(answer.results.map((result) => [result.id, result]));
    const results = keys.flatMap((id, index) => {
      const result = known.get(id);
      return result === undefined ? [] : [{ ...result, index }];
    });
    const failed = results.filter(({ error }) => error !== undefined).length;
    return { results, succeeded: results.length - failed, failed };
  }
}

function refuseContradiction(add: readonly string[], remove: readonly string[]): void {
  if (add.length + remove.length === 0)
    throw new ValidationError([{ field: 'add', message: 'or remove must name a tag' }]);
  const removed = new Set(remove.map((tag) => tag.toLowerCase()));
  if (add.some((tag) => removed.has(tag.toLowerCase())))
    throw new ValidationError([{ field: 'remove', message: 'must not name a tag that is added' }]);
}
