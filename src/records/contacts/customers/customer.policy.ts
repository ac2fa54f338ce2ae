import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import type { Contact } from '../contact.entity.js';
import { contactResource } from '../contact.policy.js';

/** Contacts whose lifecycle stage is `customer`. */
export const customerPath: ResourceDescriptor<Contact> = {
  ...contactResource,
  secondPath: {
    name: 'customer',
    plural: 'customers',
    only: { field: 'lifecycleStage', column: 'lifecycle_stage', value: 'customer' },
  },
  defaults: { ...contactResource.defaults, lifecycleStage: 'customer' },
};
