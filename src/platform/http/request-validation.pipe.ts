import { Injectable, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform, ValidationPipeOptions } from '@nestjs/common';
import { BadRequestError, ValidationError } from '../../kernel/errors.js';
import { isRecord } from './fields/nested.field.js';
import { refusePrototypeNames } from './prototype-names.js';
import { toErrorDetails } from './validation-details.js';

const OPTIONS: ValidationPipeOptions = {
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
};

/**
 * Checks bodies and queries against their DTO classes. A fault in a body is 422 `VALIDATION_ERROR`, one in a query
 * or path 400 `BAD_REQUEST`; both name every field with its dotted path. Nothing is coerced but by a DTO's own fields.
 */
@Injectable()
export class RequestValidationPipe implements PipeTransform {
  private readonly body = new ValidationPipe({
    ...OPTIONS,
    exceptionFactory: (errors) => new ValidationError(toErrorDetails(errors)),
  });
  private readonly address = new ValidationPipe({
    ...OPTIONS,
    exceptionFactory: (errors) => {
      const details = toErrorDetails(errors);
      const [first] = details;
      const message =
        first === undefined ? 'A query parameter is not valid' : `${first.field} ${first.message}`;
      return new BadRequestError(message, { details });
    },
  });

  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    // A path's id is a text already: nothing to wait for.
    if (metadata.type === 'param' && metadata.metatype === String) return value;
    if (metadata.type !== 'body') return this.address.transform(value, metadata);
    if (isDto(metadata.metatype)) refuseStrangeBody(value);
    return this.body.transform(value, metadata);
  }
}

const BUILT_IN: ReadonlySet<unknown> = new Set([undefined, Object, Array, String, Number, Boolean]);

function isDto(metatype: unknown): boolean {
  return !BUILT_IN.has(metatype);
}

/** What validation would take for an object without any field: lists, texts, null. An absent body is one. */
function refuseStrangeBody(body: unknown): void {
  if (body === undefined) return;
  if (!isRecord(body)) throw new ValidationError([{ field: '', message: 'The body must be an object' }]);
  refusePrototypeNames(body);
}
