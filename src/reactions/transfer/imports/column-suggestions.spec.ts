import { describe, expect, it } from '@jest/globals';
import { columnNames } from './column-names.js';
import { suggestFields } from './column-suggestions.js';
import type { ImportField } from './import-field.js';

const text = (name: string, label: string | null = null): ImportField => ({
  name,
  label,
  kind: 'text',
  values: [],
});
const CONTACT = [
  ...[
    'externalId',
    'salutation',
    'firstName',
    'lastName',
    'email',
    'phone',
    'mobilePhone',
    'jobTitle',
    'city',
    'state',
  ],
  ...['postalCode', 'country', 'description', 'source', 'lifecycleStage', 'tags'],
].map((name) => text(name));
const FIELDS = [...CONTACT, text('customFields.tier', 'Customer Tier')];
const suggested = (header: string) =>
  Object.fromEntries(suggestFields(columnNames(header.split(',')), FIELDS, 'contact'));

describe('the fields that columns are meant for', () => {
  it('are those of their names, labels and own names', () => {
    expect(suggested('firstName,LAST NAME,e_mail,customer tier')).toEqual({
      firstName: 'firstName',
      'LAST NAME': 'lastName',
      e_mail: 'email',
      'customer tier': 'customFields.tier',
    });
    expect(suggested('Tier,customFields.tier')).toEqual({ 'customFields.tier': 'customFields.tier' });
  });

  it('are known of the exports of HubSpot', () => {
    expect(
      suggested('Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Job Title,State/Region'),
    ).toEqual({
      'Record ID': 'externalId',
      'First Name': 'firstName',
      'Last Name': 'lastName',
      Email: 'email',
      'Phone Number': 'phone',
      'Lifecycle Stage': 'lifecycleStage',
      'Job Title': 'jobTitle',
      'State/Region': 'state',
    });
  });

  it('are known of the exports of Salesforce, Google and Outlook', () => {
    expect(
      suggested('Contact ID,Salutation,Mailing City,Mailing Zip/Postal Code,Lead Source,Mobile'),
    ).toEqual({
      'Contact ID': 'externalId',
      Salutation: 'salutation',
      'Mailing City': 'city',
      'Mailing Zip/Postal Code': 'postalCode',
      'Lead Source': 'source',
      Mobile: 'mobilePhone',
    });
    expect(
      suggested('Given Name,Family Name,E-mail 1 - Value,Group Membership,Business Phone,Notes'),
    ).toMatchObject({
      'Given Name': 'firstName',
      'E-mail 1 - Value': 'email',
      'Group Membership': 'tags',
      'Business Phone': 'phone',
      Notes: 'description',
    });
  });

  it('are suggested once each', () => {
    expect(suggested('Email,email,Email')).toEqual({ email: 'email' });
    expect(columnNames(['', 'a', 'a', ' a '])).toEqual(['Column 1', 'a', 'a (2)', 'a (3)']);
  });
});
