import { ConflictError, ValidationError } from '../../kernel/errors.js';

/** 422: nobody could be reached by such a lead. */
export class LeadUnreachableError extends ValidationError {
  constructor() {
    super([{ field: 'lastName', message: 'One of lastName, company, email and phone is required' }]);
  }
}

/** 422: a converted lead has a contact or a company that it became, which its conversion makes. */
export class ConversionRequiredError extends ValidationError {
  constructor() {
    super([{ field: 'status', message: 'becomes Converted by POST /api/leads/:id/convert' }]);
  }
}

/** 409: it stays converted, and is so once. */
export class LeadConvertedError extends ConflictError {
  constructor() {
    super('The lead has been converted', {}, 'LEAD_CONVERTED');
  }
}

/** 422: it names neither a person nor a company that could be made. */
export class NothingToConvertError extends ValidationError {
  constructor() {
    super([{ field: 'contactId', message: 'or a company is required: the lead names no person' }]);
  }
}
