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
package io.github.flinkdynamodb.streams.source.it;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads what lies in a stream with the AWS SDK's own client: the measure of what a source reads.
 */
public final class SdkReader {

    private SdkReader() {}

    /** All records of a stream, shard by shard, up to the first empty page or the shard's end. */
    public static List<Record> readAll(URI endpoint, String streamArn) {
        List<Record> records = new ArrayList<>();
        try (DynamoDbStreamsClient client = client(endpoint)) {
            for (Shard shard : shards(client, streamArn)) {
                readShard(client, streamArn, shard.shardId(), records);
            }
        }
        return records;
    }

    /** The ids of a stream's shards. */
    static List<String> shardIds(URI endpoint, String streamArn) {
        List<String> ids = new ArrayList<>();
        try (DynamoDbStreamsClient client = client(endpoint)) {
            shards(client, streamArn).forEach(shard -> ids.add(shard.shardId()));
        }
        return ids;
    }

    /** The records of a shard that are readable, up to the first empty page or the shard's end. */
    static List<Record> readShard(URI endpoint, String streamArn, String shardId) {
        List<Record> records = new ArrayList<>();
        try (DynamoDbStreamsClient client = client(endpoint)) {
            readShard(client, streamArn, shardId, records);
        }
        return records;
    }

    private static List<Shard> shards(DynamoDbStreamsClient client, String streamArn) {
        return client.describeStream(request -> request.streamArn(streamArn))
                .streamDescription()
                .shards();
    }

    private static void readShard(
            DynamoDbStreamsClient client, String streamArn, String shardId, List<Record> out) {
        String iterator =
                client.getShardIterator(
                                request ->
                                        request.streamArn(streamArn)
                                                .shardId(shardId)
                                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        while (iterator != null) {
            String next = iterator;
            GetRecordsResponse page = client.getRecords(request -> request.shardIterator(next));
            out.addAll(page.records());
            iterator = page.records().isEmpty() ? null : page.nextShardIterator();
        }
    }

    private static DynamoDbStreamsClient client(URI endpoint) {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of("ddblocal"))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
