/** Webhooks of Shopify. */
@NullMarked
package io.phiwatch.ingest.adapter.shopify;

import org.jspecify.annotations.NullMarked;
