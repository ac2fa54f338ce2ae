import { dateTime, id, links, linksTo, text, textList } from '../../platform/resource/lists/list-filters.js';

/** Fields by which lists of everything that is linked to records may be filtered. */
export const LINKED_RECORD_FILTERS = {
  externalId: text,
  links,
  tags: textList,
  ownerId: id,
  createdBy: id,
  createdAt: dateTime,
  updatedAt: dateTime,
} as const;

/** Short forms of `links`: those to one record of a type. */
export const LINK_FILTERS = {
  contactId: linksTo('contact', 'links'),
  companyId: linksTo('company', 'links'),
  leadId: linksTo('lead', 'links'),
  dealId: linksTo('deal', 'links'),
} as const;
