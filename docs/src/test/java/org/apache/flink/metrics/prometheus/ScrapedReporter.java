/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Flink's reporter for Prometheus, which a test reads without a connection: it is in this package
 * to see what the reporter would answer.
 */
public final class ScrapedReporter implements MetricReporterFactory {

    private static final AtomicReference<PrometheusReporter> LAST = new AtomicReference<>();

    /** Settings of a cluster that reports to the last reporter, on any port. */
    public static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setString(
                "metrics.reporter.scraped.factory.class", ScrapedReporter.class.getName());
        configuration.setString("metrics.reporter.scraped.port", "0");
        return configuration;
    }

    /** What a scrape of the reporter that was created last answers. */
    public static String scrape() throws IOException {
        StringWriter text = new StringWriter();
        TextFormat.write004(text, LAST.get().registry.metricFamilySamples());
        return text.toString();
    }

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        PrometheusReporter reporter =
                new PrometheusReporterFactory().createMetricReporter(properties);
        LAST.set(reporter);
        return reporter;
    }
}
