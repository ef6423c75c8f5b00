/** Events, webhooks, audit rows and logs of Magento 2 and Adobe Commerce. */
@NullMarked
package io.phiwatch.ingest.adapter.magento;

import org.jspecify.annotations.NullMarked;
