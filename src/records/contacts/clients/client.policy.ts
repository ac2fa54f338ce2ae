import { listPolicy } from '../../../platform/resource/lists/list-policy.js';
import type { ResourceDescriptor } from '../../../platform/resource/resource-descriptor.js';
import { Contact } from '../contact.entity.js';
import { CONTACT_LISTS, contactResource } from '../contact.policy.js';

/** Contacts of any lifecycle stage, for who sorts them by how warm they are; a new one is cold. */
export const clientPath: ResourceDescriptor<Contact> = {
  ...contactResource,
  secondPath: { name: 'client', plural: 'clients' },
  policy: listPolicy(Contact, {
    ...CONTACT_LISTS,
    aliases: { ...CONTACT_LISTS.aliases, lead: 'temperature' },
  }),
  defaults: { ...contactResource.defaults, temperature: 'cold' },
};
