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
package io.github.flinkdynamodb.e2e.distributions;

import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Exports of the shop's table: written into a folder, and put into a bucket. */
final class ShopExports implements AutoCloseable {

    private static final String BUCKET = "shop-exports";
    private static final String PREFIX = "daily/shop";

    /** What a gzip file ends with. */
    private static final int CHECKSUM_AND_LENGTH = 8;

    private final S3Client client;
    private final Path folder;

    /** Creates the bucket. */
    ShopExports(S3Server server, Path folder) {
        this.client = server.client();
        this.folder = folder;
        client.createBucket(bucket -> bucket.bucket(BUCKET));
    }

    /**
     * Exports the items that the table has now.
     *
     * @return what a user writes as {@code scan.snapshot.export}
     */
    String export(ShopTable shop) throws IOException {
        return put(full(shop, writer()));
    }

    /**
     * As {@link #export}, but a bit of the data isn't as it was; its length is. There is one data
     * file: if another one ended while the task fails, Flink might report that as the failure.
     */
    String exportDamaged(ShopTable shop) throws IOException {
        WrittenExport export = full(shop, writer().files(1).emptyFiles(0));
        Path object = export.dataFiles().get(0);
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length - CHECKSUM_AND_LENGTH] ^= 1;
        Files.write(object, bytes);
        return put(export);
    }

    private ExportWriter writer() {
        return ExportWriter.into(folder).bucketName(BUCKET).prefix(PREFIX);
    }

    private static WrittenExport full(ShopTable shop, ExportWriter writer) {
        return writer.tableArn("arn:aws:dynamodb:us-east-1:000000000000:table/" + shop.name())
                .full(Instant.parse("2026-03-01T10:00:00Z"), shop.items());
    }

    private String put(WrittenExport export) throws IOException {
        try (Stream<Path> all = Files.walk(export.folder())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String key = folder.relativize(file).toString().replace('\\', '/');
                client.putObject(
                        object -> object.bucket(BUCKET).key(key), RequestBody.fromFile(file));
            }
        }
        return "s3://" + BUCKET + "/" + PREFIX + "/AWSDynamoDB/" + export.id();
    }

    @Override
    public void close() {
        client.close();
    }
}
