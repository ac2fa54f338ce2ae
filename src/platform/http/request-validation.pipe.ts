import { Injectable, ValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform, ValidationPipeOptions } from '@nestjs/common';
import { BadRequestError, ValidationError } from '../../kernel/errors.js';
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
        first === undefined ? 'A query parameter is not valid' : `${first.field}: ${first.message}`;
      return new BadRequestError(message, { details });
    },
  });

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const pipe = metadata.type === 'body' ? this.body : this.address;
    return pipe.transform(value, metadata);
  }
}
