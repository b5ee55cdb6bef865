using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Predictions;

/// <summary>Predictions on any engine.</summary>
internal sealed class PredictionStore(GroupCommitter writer, QueryRunner queries, CachedQueries cached, TimeProvider time) : IPredictionStore
{
    /// <summary>The bound of the index <c>predictions_confident</c>.</summary>
    private const double Confident = 0.8;

    private static readonly TableInsert<Prediction> Rows = new(
        "predictions", "id", ["id", "timestamp", "user_id", "text", "emotion", "confidence", "processing_ms", "model"],
        static (row, _, made) =>
        {
            row.Write(made.Id);
            row.Write(made.Timestamp);
            row.Write(StoredText.CleanOrNull(made.UserId));
            row.Write(StoredText.Clean(made.Text));
            row.Write(StoredText.Clean(made.Emotion));
            row.Write(made.Confidence);
            row.Write(made.ProcessingMs);
            row.Write(StoredText.Clean(made.Model));
        });

    public async Task<int> AppendAsync(IReadOnlyList<Prediction> predictions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        foreach (var made in predictions)
        {
            made.Validate();
        }

        var insert = new InsertStep<Prediction>(Rows, predictions, new RowContext("", time.GetUtcNow().UtcDateTime));
        if (predictions.Count > 0)
        {
            await writer.WriteAsync(new WriteRequest(predictions.Count, insert), cancellationToken);
        }

        return insert.AddedCount;
    }

    public async Task<Page<Prediction>> GetAsync(PredictionQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryChecks.CheckLimit(query.Limit, PredictionQuery.MaxLimit);
        QueryChecks.CheckRange(query.From, query.To);
        QueryChecks.Require(query.MinimumConfidence is null or (>= 0 and <= 1), nameof(query.MinimumConfidence), $"MinimumConfidence must be from 0 to 1, not {query.MinimumConfidence}.");

        var sql = new SqlQuery("predictions.page", "SELECT id, timestamp, user_id, text, emotion, confidence, processing_ms, model FROM predictions");
        if (query.MinimumConfidence > Confident)
        {
            // The index holds only these, and a parameter would not tell the planner so.
            sql.Where("confidence > 0.8");
        }

        sql.Where("confidence >= @confidence", "confidence", query.MinimumConfidence)
            .Where("user_id = @user", "user", query.UserId)
            .Where("emotion = @emotion", "emotion", query.Emotion)
            .Where("model = @model", "model", query.Model)
            .WhereIdIn(query.From, query.To)
            .Where("id < @after", "after", query.After is { } after ? Cursor.ToId(after) : null)
            .Then("ORDER BY id DESC LIMIT @limit").With("limit", query.Limit + 1);
        var rows = await queries.ListAsync(
            sql,
            row => new Prediction(
                row.Id(0), row.Time(1), row.TextOrNull(2), row.GetString(3), row.GetString(4), row.GetDouble(5), row.GetDouble(6), row.GetString(7)),
            cancellationToken);
        return Cursor.PageOf(rows, query.Limit, row => row.Id.ToString());
    }

    public Task<IReadOnlyList<EmotionTotal>> GetEmotionTotalsAsync(DateTime? from = null, DateTime? to = null, CancellationToken cancellationToken = default)
    {
        QueryChecks.CheckRange(from, to);
        return cached.ListAsync(
            "predictions",
            new SqlQuery("predictions.emotions", "SELECT emotion, count(*) AS predicted, avg(confidence), avg(processing_ms) FROM predictions")
                .WhereIdIn(from, to)
                .Then("GROUP BY emotion ORDER BY predicted DESC, emotion"),
            row => new EmotionTotal(row.GetString(0), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3)),
            cancellationToken);
    }
}
