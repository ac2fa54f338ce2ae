import { Injectable } from '@nestjs/common';
import { RecordFoundation } from '../../../src/platform/resource/record-foundation.js';
import { ResourceService } from '../../../src/platform/resource/resource.service.js';
import type { Gadget } from './gadget.entity.js';
import { gadgetResource } from './gadget.policy.js';

@Injectable()
export class GadgetsService extends ResourceService<Gadget> {
  constructor(foundation: RecordFoundation) {
    super(gadgetResource, foundation);
  }
}
