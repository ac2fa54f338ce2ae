import { Injectable } from '@nestjs/common';
import { AccessPolicy, type RecordScope } from '../../../platform/resource/access-policy.js';

const NONE: ReadonlySet<string> = new Set();

/** The built-in roles reach every record of their tenant and every field of it. */
@Injectable()
export class RoleAccessPolicy extends AccessPolicy {
  scope(): RecordScope | undefined {
    return undefined;
  }

  hiddenFields(): ReadonlySet<string> {
    return NONE;
  }

  readOnlyFields(): ReadonlySet<string> {
    return NONE;
  }
}
