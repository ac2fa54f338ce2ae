import { composeField } from '../../platform/http/fields/field.js';
import type { FieldOptions } from '../../platform/http/fields/field.js';
import { isRecord } from '../../platform/http/fields/nested.field.js';
import { rule } from '../../platform/http/fields/rule.js';
import { ListFilterDto } from '../../platform/resource/list-filter.dto.js';

/** A filter in the JSON form of `POST /search`. What it names is the service's to check. */
export function ViewFilterField(options: FieldOptions = {}): PropertyDecorator {
  return composeField(options, { type: () => ListFilterDto }, [
    rule('object', 'must be an object', isRecord),
  ]);
}
