import { Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { CalendarFeedDto } from './dto/calendar-feed.dto.js';

@ApiTags('Calendar')
@Controller('calendar')
export class CalendarFeedsController {
  constructor(private readonly feeds: CalendarFeedsService) {}

  @Get('feed')
  @Route({
    permission: 'calendar-events:read',
    summary: 'The link by which calendar programs read your calendar',
    operationId: 'getCalendarFeed',
    response: CalendarFeedDto,
  })
  get(): Promise<CalendarFeedDto> {
    return this.feeds.get();
  }

  @Post('feed')
  @Route({
    permission: 'calendar-events:read',
    summary: 'Make such a link; the one before leads nowhere any more',
    operationId: 'replaceCalendarFeed',
    response: CalendarFeedDto,
    status: 201,
  })
  replace(): Promise<CalendarFeedDto> {
    return this.feeds.replace();
  }

  @Delete('feed')
  @Route({
    permission: 'calendar-events:read',
    summary: 'Revoke the link',
    operationId: 'revokeCalendarFeed',
    status: 204,
  })
  revoke(): Promise<void> {
    return this.feeds.revoke();
  }

  @Get('feeds/:token')
  @Route({
    permission: 'public',
    limit: 'anonymous',
    summary: 'The calendar that such a link leads to, as iCalendar (RFC 5545)',
    operationId: 'readCalendarFeed',
    contentType: 'text/calendar; charset=utf-8',
    hashed: true,
  })
  read(@Param('token') token: string): Promise<string> {
    return this.feeds.open(token);
  }
}
