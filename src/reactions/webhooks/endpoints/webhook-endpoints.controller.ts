import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ParseIdPipe } from '../../../platform/http/parse-id.pipe.js';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { CreateWebhookDto } from './dto/create-webhook.dto.js';
import { CreatedWebhookDto } from './dto/created-webhook.dto.js';
import { DisableWebhookDto } from './dto/disable-webhook.dto.js';
import { RotateSecretDto } from './dto/rotate-secret.dto.js';
import { WebhookDto } from './dto/webhook.dto.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { DEFAULT_OVERLAP_HOURS } from './webhook-limits.js';
import { webhookResource } from './webhook.policy.js';

const CHANGE = { permission: 'webhooks:update', response: WebhookDto, record: true, dryRun: true } as const;

@ApiTags('Webhooks')
@Controller('webhooks')
export class WebhookEndpointsController extends ResourceController(webhookResource, { except: ['create'] }) {
  constructor(private readonly endpoints: WebhookEndpointsService) {
    super(endpoints);
  }

  @Post()
  @Route({
    permission: 'webhooks:create',
    summary: 'Create a webhook; the answer shows its secret, this once',
    operationId: 'createWebhook',
    status: 201,
    response: CreatedWebhookDto,
    record: true,
    dryRun: true,
  })
  createWithSecret(@Body() input: CreateWebhookDto): Promise<unknown> {
    return this.endpoints.createWithSecret(input);
  }

  @Post(':id/secret/rotate')
  @Route({
    ...CHANGE,
    summary: 'Replace the secret of a webhook; the answer shows the new one, this once',
    operationId: 'rotateWebhookSecret',
    response: CreatedWebhookDto,
  })
  rotateSecret(@Param('id', ParseIdPipe) id: string, @Body() input: RotateSecretDto): Promise<unknown> {
    return this.endpoints.rotateSecret(id, input.overlapHours ?? DEFAULT_OVERLAP_HOURS);
  }

  @Post(':id/enable')
  @Route({ ...CHANGE, summary: 'Enable a webhook', operationId: 'enableWebhook' })
  enable(@Param('id', ParseIdPipe) id: string): Promise<unknown> {
    return this.endpoints.enable(id);
  }

  @Post(':id/disable')
  @Route({
    ...CHANGE,
    summary: 'Disable a webhook; events are held for it meanwhile',
    operationId: 'disableWebhook',
  })
  disable(@Param('id', ParseIdPipe) id: string, @Body() input: DisableWebhookDto): Promise<unknown> {
    return this.endpoints.switchOff(id, input.reason ?? null);
  }
}
