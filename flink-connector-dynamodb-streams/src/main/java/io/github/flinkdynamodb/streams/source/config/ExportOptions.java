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
package io.github.flinkdynamodb.streams.source.config;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** The options that say where exports are written to, of one use of them. Immutable. */
final class ExportOptions {

    /** Those of the export that is read instead of a table. */
    static final ExportOptions SNAPSHOT =
            new ExportOptions(
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_PREFIX,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_OWNER,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_KMS_KEY,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH);

    /** Those of the exports that close a gap. */
    static final ExportOptions REPAIR =
            new ExportOptions(
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_PREFIX,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_OWNER,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_KMS_KEY,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH);

    final ConfigOption<String> bucket;
    final ConfigOption<String> prefix;
    final ConfigOption<String> bucketOwner;
    final ConfigOption<String> kmsKey;
    final ConfigOption<String> bucketPath;

    private ExportOptions(
            ConfigOption<String> bucket,
            ConfigOption<String> prefix,
            ConfigOption<String> bucketOwner,
            ConfigOption<String> kmsKey,
            ConfigOption<String> bucketPath) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.bucketOwner = bucketOwner;
        this.kmsKey = kmsKey;
        this.bucketPath = bucketPath;
    }

    /** Returns those that are of use beside a bucket only. */
    List<ConfigOption<?>> besideBucket() {
        return List.of(prefix, bucketOwner, kmsKey, bucketPath);
    }
}
