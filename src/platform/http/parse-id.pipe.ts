import { Injectable } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { NotFoundError } from '../../kernel/errors.js';
import { isId } from '../../kernel/identifiers.js';

/** A path id that is no UUID names nothing: 404, as for one that does not exist. Gives the id in lower case. */
@Injectable()
export class ParseIdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    if (!isId(value)) throw new NotFoundError('Record');
    return value.toLowerCase();
  }
}
