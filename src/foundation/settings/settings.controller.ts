import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IfMatch } from '../../platform/http/if-match.js';
import { Route } from '../../platform/http/route.js';
import { SettingsDto } from './dto/settings.dto.js';
import { UpdateSettingsDto } from './dto/update-settings.dto.js';
import { TenantSettings } from './tenant-settings.js';

@ApiTags('Settings')
@Controller('settings')
export class SettingsController {
  constructor(private readonly settings: TenantSettings) {}

  @Get()
  @Route({
    permission: 'settings:read',
    summary: 'Get the settings of the tenant',
    operationId: 'getSettings',
    response: SettingsDto,
    record: true,
  })
  get(): Promise<SettingsDto> {
    return this.settings.get();
  }

  @Patch()
  @Route({
    permission: 'settings:update',
    summary: 'Change settings of the tenant',
    operationId: 'updateSettings',
    response: SettingsDto,
    record: true,
    readOnlyFields: ['id', 'updatedAt', 'updatedBy'],
  })
  update(@Body() input: UpdateSettingsDto, @IfMatch() version?: number): Promise<SettingsDto> {
    return this.settings.update(input, version);
  }
}
