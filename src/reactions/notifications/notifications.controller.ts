import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/page.js';
import { pageOf } from '../../platform/http/page-of.js';
import { ParseIdPipe } from '../../platform/http/parse-id.pipe.js';
import { Route } from '../../platform/http/route.js';
import { listParameters } from '../../platform/resource/lists/list-parameters.js';
import { NotificationCountDto } from './dto/notification-count.dto.js';
import { NotificationPreferencesDto } from './dto/notification-preferences.dto.js';
import { NotificationDto } from './dto/notification.dto.js';
import { ReadNotificationsDto } from './dto/read-notifications.dto.js';
import { UpdateNotificationDto } from './dto/update-notification.dto.js';
import { NOTIFICATION_POLICY } from './notification-list.policy.js';
import { NotificationPreferencesService } from './notification-preferences.service.js';
import { NotificationsService } from './notifications.service.js';

/** The list is the caller's own: whose it is is no question. */
const NOT_HERE = new Set(['view', 'search', 'expand', 'memberId', 'inApp']);
const OWN = { permission: 'authenticated' } as const;

@ApiTags('Notifications')
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly preferences: NotificationPreferencesService,
  ) {}

  @Get()
  @Route({
    ...OWN,
    summary: 'List what you were told, the newest first',
    operationId: 'listNotifications',
    response: pageOf(NotificationDto),
    query: listParameters(NOTIFICATION_POLICY).filter(({ name }) => !NOT_HERE.has(name)),
    openQuery: true,
  })
  list(@Query() query: Record<string, unknown>): Promise<Page<NotificationDto>> {
    return this.notifications.list(query);
  }

  @Get('unread-count')
  @Route({
    ...OWN,
    summary: 'How many of your notifications are unread',
    operationId: 'countUnreadNotifications',
    response: NotificationCountDto,
  })
  countUnread(): Promise<NotificationCountDto> {
    return this.notifications.countUnread();
  }

  @Post('read')
  @Route({
    ...OWN,
    summary: 'Mark your notifications as read: some, those until a time, or all',
    operationId: 'readNotifications',
    response: NotificationCountDto,
    status: 200,
  })
  readAll(@Body() input: ReadNotificationsDto): Promise<NotificationCountDto> {
    return this.notifications.readAll(input);
  }

  @Get('preferences')
  @Route({
    ...OWN,
    summary: 'Where you are told of what',
    operationId: 'getNotificationPreferences',
    response: NotificationPreferencesDto,
  })
  getPreferences(): Promise<NotificationPreferencesDto> {
    return this.preferences.get();
  }

  @Patch('preferences')
  @Route({
    ...OWN,
    summary: 'Say where you want to be told of what',
    operationId: 'updateNotificationPreferences',
    response: NotificationPreferencesDto,
  })
  updatePreferences(@Body() input: NotificationPreferencesDto): Promise<NotificationPreferencesDto> {
    return this.preferences.update(input);
  }

  @Get(':id')
  @Route({ ...OWN, summary: 'Get a notification', operationId: 'getNotification', response: NotificationDto })
  get(@Param('id', ParseIdPipe) id: string): Promise<NotificationDto> {
    return this.notifications.get(id);
  }

  @Patch(':id')
  @Route({
    ...OWN,
    summary: 'Mark a notification as read, or as unread',
    operationId: 'updateNotification',
    response: NotificationDto,
  })
  update(
    @Param('id', ParseIdPipe) id: string,
    @Body() input: UpdateNotificationDto,
  ): Promise<NotificationDto> {
    return this.notifications.update(id, input);
  }

  @Delete(':id')
  @Route({ ...OWN, summary: 'Remove a notification', operationId: 'deleteNotification', status: 204 })
  remove(@Param('id', ParseIdPipe) id: string): Promise<void> {
    return this.notifications.remove(id);
  }
}
