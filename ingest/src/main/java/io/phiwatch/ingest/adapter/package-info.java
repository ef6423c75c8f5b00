/** What an adapter of a platform is given and what it answers. Pure: no clock, no network, no Kafka. */
@NullMarked
package io.phiwatch.ingest.adapter;

import org.jspecify.annotations.NullMarked;
