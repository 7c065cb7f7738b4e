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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.e2e.cluster.SqlOutput;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Exports of the shop's table: written into a folder, and put into a bucket. */
final class ShopExports implements AutoCloseable {

    private static final String PREFIX = "daily/shop";

    /** What a gzip file ends with. */
    private static final int CHECKSUM_AND_LENGTH = 8;

    private final S3Client client;
    private final String bucket;
    private final Path folder;

    /** Creates the bucket, which isn't there yet. */
    ShopExports(S3Server server, String bucket, Path folder) {
        this.client = server.client();
        this.bucket = bucket;
        this.folder = folder;
        client.createBucket(created -> created.bucket(bucket));
    }

    /** Returns statements that read an export, and then one that isn't there. */
    static List<String> script(ShopTable shop, String columns, String location) {
        return List.of(
                "SET 'execution.runtime-mode' = 'batch'",
                "SET 'restart-strategy.type' = 'none'",
                shop.exported("exported", columns, location),
                shop.exported("nothing", columns, location + "/nothing"),
                "SELECT 'item' AS kind, id, version, status FROM exported",
                "SELECT COUNT(*) FROM nothing");
    }

    /**
     * Returns the items that the rows of a query are, each of which is there once.
     *
     * @param output the rows: {@code item}, the id, the version and the status
     * @return version and status by id, as {@link ShopTable#scan} has them
     */
    static Map<String, String> items(SqlOutput output) {
        Map<String, String> items = new TreeMap<>();
        for (String row : output.rows()) {
            String[] cells = row.split(",");
            if (cells[0].equals("item")) {
                assertThat(items.put(cells[1], cells[2] + " " + cells[3])).as(row).isNull();
            }
        }
        return items;
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
        return ExportWriter.into(folder).bucketName(bucket).prefix(PREFIX);
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
                        object -> object.bucket(bucket).key(key), RequestBody.fromFile(file));
            }
        }
        return "s3://" + bucket + "/" + PREFIX + "/AWSDynamoDB/" + export.id();
    }

    @Override
    public void close() {
        client.close();
    }
}
