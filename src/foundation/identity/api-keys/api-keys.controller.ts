import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { apiKeyResource } from './api-key.policy.js';
import { ApiKeyUsageService } from './api-key-usage.service.js';
import { ApiKeysService, type KeyWithSecret } from './api-keys.service.js';
import { ApiKeyUsageDto } from './dto/api-key-usage.dto.js';
import { CreateApiKeyDto } from './dto/create-api-key.dto.js';
import { CreatedApiKeyDto } from './dto/created-api-key.dto.js';
import { RotateApiKeyDto } from './dto/rotate-api-key.dto.js';

@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeysController extends ResourceController(apiKeyResource, { except: ['create'] }) {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly usage: ApiKeyUsageService,
  ) {
    super(keys);
  }

  @Post()
  @Route({
    permission: 'api-keys:create',
    summary: 'Create an API key; the answer shows its secret, this once',
    operationId: 'createApiKey',
    status: 201,
    response: CreatedApiKeyDto,
    record: true,
  })
  createWithSecret(@Body() input: CreateApiKeyDto): Promise<KeyWithSecret> {
    return this.keys.createWithSecret(input);
  }

  @Post(':id/rotate')
  @Route({
    permission: 'api-keys:update',
    summary: 'Give an API key a new secret; the old one stays good for a while',
    operationId: 'rotateApiKey',
    response: CreatedApiKeyDto,
    record: true,
  })
  rotate(@Param('id', ParseIdPipe) id: string, @Body() input: RotateApiKeyDto): Promise<KeyWithSecret> {
    return this.keys.rotate(id, input.overlapHours);
  }

  @Get(':id/usage')
  @Route({
    permission: 'api-keys:read',
    summary: 'How much an API key was used, day by day',
    operationId: 'getApiKeyUsage',
    response: ApiKeyUsageDto,
  })
  getUsage(@Param('id', ParseIdPipe) id: string): Promise<ApiKeyUsageDto> {
    return this.usage.read(id);
  }
}
