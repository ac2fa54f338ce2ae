import { Module } from '@nestjs/common';
import { NotificationFanOut } from './notification-fan-out.js';
import { NotificationLetter } from './notification-letter.js';
import { NotificationMails } from './notification-mails.js';
import { NotificationPreferencesService } from './notification-preferences.service.js';
import { NotificationRetention } from './notification-retention.js';
import { NotificationViews } from './notification-views.js';
import { NotificationsController } from './notifications.controller.js';
import { NotificationsService } from './notifications.service.js';

@Module({
  controllers: [NotificationsController],
  providers: [
    NotificationFanOut,
    NotificationLetter,
    NotificationMails,
    NotificationPreferencesService,
    NotificationRetention,
    NotificationViews,
    NotificationsService,
  ],
})
export class NotificationsModule {}
