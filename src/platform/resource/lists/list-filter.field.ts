import { composeField } from '../../http/fields/field.js';
import type { FieldOptions } from '../../http/fields/field.js';
import { isRecord } from '../../http/fields/nested.field.js';
import { rule } from '../../http/fields/rule.js';
import { ListFilterDto } from './list-filter.dto.js';

/** A filter in the JSON form of `POST /search`. What it names is the service's to check. */
export function ListFilterField(options: FieldOptions = {}): PropertyDecorator {
  return composeField(options, { type: () => ListFilterDto }, [
    rule('object', 'must be an object', isRecord),
  ]);
}
