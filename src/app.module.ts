import { type CanActivate, type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditModule } from './foundation/audit/index.js';
import { CustomFieldsModule } from './foundation/custom-fields/index.js';
import { DuplicatesModule } from './foundation/duplicates/index.js';
import { ApiKeysModule } from './foundation/identity/api-keys/index.js';
import { AuthenticationGuard, AuthModule } from './foundation/identity/auth/index.js';
import { InvitationsModule } from './foundation/identity/invitations/index.js';
import { PermissionGuard, RolesModule } from './foundation/identity/roles/index.js';
import { SigningKeysModule } from './foundation/identity/signing-keys/index.js';
import { TeamsModule } from './foundation/identity/teams/index.js';
import { UsersModule } from './foundation/identity/users/index.js';
import { JobsModule } from './foundation/jobs/index.js';
import { SettingsModule } from './foundation/settings/index.js';
import { OrganizationsModule } from './foundation/tenancy/organizations/index.js';
import { TenantsModule } from './foundation/tenancy/tenants/index.js';
import { UsageModule } from './foundation/usage/index.js';
import { AccessModule } from './platform/access/access.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import type { Configuration } from './platform/config/configuration.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { GuardChain } from './platform/http/guard-chain.js';
import { OperatorGuard } from './platform/http/operator.guard.js';
import { QueryParametersGuard } from './platform/http/query-parameters.guard.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { JournalModule } from './platform/journal/journal.module.js';
import { KernelModule } from './platform/kernel.module.js';
import { Lifecycle } from './platform/lifecycle.js';
import type { Logger } from './platform/logging/logger.js';
import { LoggingModule } from './platform/logging/logging.module.js';
import { MailModule } from './platform/mail/mail.module.js';
import { OpenApiModule } from './platform/openapi/openapi.module.js';
import { PrivacyModule } from './platform/privacy/privacy.module.js';
import { QuotaModule } from './platform/quota/quota.module.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { ResourceModule } from './platform/resource/resource.module.js';
import { StorageModule } from './platform/storage/storage.module.js';
import { TelemetryModule } from './platform/telemetry/telemetry.module.js';
import { ThrottleGuard } from './platform/throttle/throttle.guard.js';
import { ThrottleModule } from './platform/throttle/throttle.module.js';
import { EventsModule } from './reactions/events/index.js';
import { MergesModule } from './reactions/merges/index.js';
import { NotificationsModule } from './reactions/notifications/index.js';
import { PersonalDataModule } from './reactions/privacy/index.js';
import { SearchModule } from './reactions/search/index.js';
import { BusinessHoursModule } from './reactions/service-levels/business-hours/index.js';
import { SlaPoliciesModule } from './reactions/service-levels/policies/index.js';
import { SlaTargetsModule } from './reactions/service-levels/targets/index.js';
import { ExportsModule } from './reactions/transfer/exports/index.js';
import { ImportsModule } from './reactions/transfer/imports/index.js';
import { WebhookDeliveriesModule } from './reactions/webhooks/deliveries/index.js';
import { WebhookDeliveryLogModule } from './reactions/webhooks/delivery-log/index.js';
import { WebhookEndpointsModule } from './reactions/webhooks/endpoints/index.js';
import { EventTypesModule } from './reactions/webhooks/event-types/index.js';
import { ActivitiesModule } from './records/activities/index.js';
import { CalendarModule } from './records/activities/calendar/index.js';
import { NotesModule } from './records/activities/notes/index.js';
import { TasksModule } from './records/activities/tasks/index.js';
import { AttachmentsModule } from './records/attachments/index.js';
import { CompaniesModule } from './records/companies/index.js';
import { ClientsModule } from './records/contacts/clients/index.js';
import { ContactConsentsModule } from './records/contacts/consents/index.js';
import { ContactsModule } from './records/contacts/index.js';
import { CustomersModule } from './records/contacts/customers/index.js';
import { ContactRelationshipsModule } from './records/contacts/relationships/index.js';
import { ForecastsModule } from './records/deals/forecasts/index.js';
import { LineItemsModule } from './records/deals/line-items/index.js';
import { ArticlesModule } from './records/knowledge-base/articles/index.js';
import { KnowledgeCategoriesModule } from './records/knowledge-base/categories/index.js';
import { PublicKnowledgeBaseModule } from './records/knowledge-base/public/index.js';
import { PriceBooksModule } from './records/deals/price-books/index.js';
import { ProductsModule } from './records/deals/products/index.js';
import { DealsModule } from './records/deals/deals/index.js';
import { PipelinesModule } from './records/deals/pipelines/index.js';
import { QuotasModule } from './records/deals/quotas/index.js';
import { LeadsModule } from './records/leads/index.js';
import { TagsModule } from './records/tags/index.js';
import { TicketCommentsModule } from './records/tickets/comments/index.js';
import { TicketQueuesModule } from './records/tickets/queues/index.js';
import { TicketsModule } from './records/tickets/tickets/index.js';
import { ViewsModule } from './records/views/index.js';

const PLATFORM = [
  KernelModule,
  DatabaseModule,
  AccessModule,
  QueueModule,
  JournalModule,
  MailModule,
  ResourceModule,
  PrivacyModule,
  ThrottleModule,
  QuotaModule,
  StorageModule,
  IdempotencyModule,
  HealthModule,
  TelemetryModule,
  OpenApiModule,
];
const FOUNDATION = [
  AuditModule,
  TenantsModule,
  SettingsModule,
  RolesModule,
  ApiKeysModule,
  TeamsModule,
  UsersModule,
  SigningKeysModule,
  AuthModule,
  InvitationsModule,
  OrganizationsModule,
  UsageModule,
  CustomFieldsModule,
  DuplicatesModule,
  JobsModule,
];
const RECORDS = [
  CompaniesModule,
  ContactsModule,
  ContactRelationshipsModule,
  ContactConsentsModule,
  ClientsModule,
  CustomersModule,
  PipelinesModule,
  DealsModule,
  LeadsModule,
  ProductsModule,
  PriceBooksModule,
  LineItemsModule,
  QuotasModule,
  ForecastsModule,
  ActivitiesModule,
  TasksModule,
  NotesModule,
  CalendarModule,
  TicketQueuesModule,
  TicketsModule,
  TicketCommentsModule,
  AttachmentsModule,
  TagsModule,
  ViewsModule,
  KnowledgeCategoriesModule,
  ArticlesModule,
  PublicKnowledgeBaseModule,
];
const REACTIONS = [
  SearchModule,
  MergesModule,
  EventsModule,
  WebhookEndpointsModule,
  WebhookDeliveriesModule,
  WebhookDeliveryLogModule,
  EventTypesModule,
  NotificationsModule,
  BusinessHoursModule,
  SlaPoliciesModule,
  SlaTargetsModule,
];

/** The one list of rooms. The guards run in the order they stand in. */
@Module({
  imports: [...FOUNDATION, ...RECORDS, ...REACTIONS],
  providers: [
    Lifecycle,
    OperatorGuard,
    QueryParametersGuard,
    {
      provide: APP_GUARD,
      useFactory: (...guards: CanActivate[]) => new GuardChain(guards),
      inject: [OperatorGuard, AuthenticationGuard, ThrottleGuard, PermissionGuard, QueryParametersGuard],
    },
  ],
})
export class AppModule {
  /** @param rooms besides the product's own */
  static register(
    configuration: Configuration,
    logger: Logger,
    rooms: readonly Type<unknown>[] = [],
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggingModule.register(logger),
        ConfigModule.register(configuration),
        ...PLATFORM,
        ...rooms,
        ExportsModule.register(),
        ImportsModule.register(),
        PersonalDataModule.register(),
      ],
    };
  }
}
