export default definePageConfig({ navigationBarTitleText: '早发现', enableShareAppMessage: true })
